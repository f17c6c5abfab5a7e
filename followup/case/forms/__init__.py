"""What people write in files and answers, read into frozen values."""
