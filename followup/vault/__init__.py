"""Where it is kept: sealed files, keys, the agent. The only place that knows TinyDB and the crypto library."""
