"""A cohort to look at on the first day: two teams, two weeks of meetings, a master class. All people are made up."""
