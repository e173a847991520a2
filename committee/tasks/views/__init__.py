"""The pages of tasks, meetings and petitions."""
