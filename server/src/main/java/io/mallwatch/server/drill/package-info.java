/// The drill: every fault of the sample mall in turn, and whether rule, incident and message follow
/// and end again. Start with [Drill].
@NullMarked
package io.mallwatch.server.drill;

import org.jspecify.annotations.NullMarked;
