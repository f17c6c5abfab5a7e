"""What comes in: the sheets that an office has, read safely and recognised. Touches no vault.

Loaded by `import` only.
"""
