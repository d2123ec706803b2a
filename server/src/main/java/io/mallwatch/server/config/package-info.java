/// Configuration: one immutable [Config], read once.
///
/// Every key is declared in [Settings] with its type, default and meaning; from that list the file
/// is read, the environment is applied, unknown keys are found and `docs/config.md` is written.
/// Start with [Config], then [ConfigLoader].
@NullMarked
package io.mallwatch.server.config;

import org.jspecify.annotations.NullMarked;
