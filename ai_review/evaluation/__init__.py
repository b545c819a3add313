"""What Handrail's drafts are worth, in figures that anyone can run: `manage.py ai_evaluate`."""
