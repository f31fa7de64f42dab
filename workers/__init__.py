"""The processes: workers, embedded servers, supervisor, sweeper."""
