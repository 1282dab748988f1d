"""What the app points out: pure readings of what stands. A prompt is never called a finding."""
