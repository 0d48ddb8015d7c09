-- Version 10: what each step of an applied pipeline did to the rows and, where it was tried, to students. JSON.

ALTER TABLE curation ADD COLUMN steps TEXT;
