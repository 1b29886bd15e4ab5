"""What a cohort does in an hour, done in minutes to a real server; then all that was said to be saved is looked for."""
