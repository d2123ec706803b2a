/// The mall's own questions to its logs, by name and type (R149 to R165): what a user did, what
/// failed, how much was logged, which business transactions and security audits there are.
///
/// Start with [LogServices].
@NullMarked
package io.mallwatch.logs.service;

import org.jspecify.annotations.NullMarked;
