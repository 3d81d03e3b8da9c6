"""What users ask for, one module a task: each joins engines, and knows neither options nor exit statuses."""
