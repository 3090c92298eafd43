"""Certificates for a local network: the fair's own authority, or one given by a public one."""
