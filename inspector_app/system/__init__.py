"""What differs by operating system, or between a checkout and an installed bundle.

One module per concern; nothing else asks which system it runs on. Must not know what inspecting is.
(Writing that lasts is ``durable``, which translates what disks answer for the user.)
"""
