/// The process: `Main` reads the command line, `Server` is the one composition root. Read `Server`
/// first.
@NullMarked
package io.mallwatch.server;

import org.jspecify.annotations.NullMarked;
