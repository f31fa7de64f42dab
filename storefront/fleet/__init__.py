"""What the processes of an installation know of each other, and of the services outside that they ask."""
