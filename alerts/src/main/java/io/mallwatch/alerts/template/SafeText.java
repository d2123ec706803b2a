package io.mallwatch.alerts.template;

/// Text that `safeHtml` has declared fit for HTML as it stands.
public record SafeText(String text) {}
