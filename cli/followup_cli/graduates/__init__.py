"""The command ``graduate``: added, listed, shown, put right, reviewed, handed over."""
