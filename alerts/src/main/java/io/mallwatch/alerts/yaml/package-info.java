/// Strict reading of the YAML files that people write: rule files and `alertmanager.yml`.
///
/// Start with [YamlValue#parse]: every wrong value, missing field and unknown key is collected as a
/// [Problem] with file, line and path, so that one look at the message mends the whole file.
@NullMarked
package io.mallwatch.alerts.yaml;

import org.jspecify.annotations.NullMarked;
