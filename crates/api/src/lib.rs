//! Every command of the application, declared once, with host-independent handlers.
