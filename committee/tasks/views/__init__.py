"""Pages of tasks, meetings and petitions."""
