/// Verbs of the command line that speak with a running server or look at files, one class each.
///
/// Start with the verb's class; [Api] is how they ask a server.
@NullMarked
package io.mallwatch.server.commands;

import org.jspecify.annotations.NullMarked;
