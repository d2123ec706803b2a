/// The scripts for hosts without Java, run by bash with stand-ins on their path.
@NullMarked
package io.mallwatch.ops.scripts;

import org.jspecify.annotations.NullMarked;
