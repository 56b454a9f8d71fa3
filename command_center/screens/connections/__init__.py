"""Pages of connections: the application, the applicant's progress, the grid manager's visits, the centre's pipeline."""
