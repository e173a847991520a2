"""Reading tasks, meetings and petitions."""
