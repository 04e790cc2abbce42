"""`/waypost context`: tell what the map says, also where Waypost would be silent."""

from waypost.commands.kind import Kind, nothing

KIND = Kind("/waypost context", "Tells what the map says about this.", problem=nothing)
