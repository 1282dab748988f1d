"""What fails under the app: the power, the process, the disk. Short forms; campaigns by command."""
