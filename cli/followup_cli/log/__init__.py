"""The commands ``log`` and ``withdraw``: the audit trail, and entries taken back."""
