"""What a store is and how it is made. Knows nothing of queues, HTTP or the command line."""
