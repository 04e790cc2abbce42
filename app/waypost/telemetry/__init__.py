"""All that Waypost knows about tracked events: call sites, naming convention, spec."""
