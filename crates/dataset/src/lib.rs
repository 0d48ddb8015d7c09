//! Rows, fields and their lineage; readers and writers of Parquet, JSONL, CSV and XLSX.
