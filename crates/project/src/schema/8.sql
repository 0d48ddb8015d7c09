-- Changes made to many rows at once: what they share, so that undo and redo take them together.

ALTER TABLE revision ADD COLUMN batch INTEGER;
