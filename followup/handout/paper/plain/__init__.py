"""Each print as a plain page, for machines without a typesetter: a module a print, named like its template."""
