"""PostgreSQL, where a migration may remove or change what row-level security rests on."""
