/// Lines as programs write them, made into entries: which lines belong together ([Multiline]) and
/// what each says ([LineFormat], [LineReader]). A line that fits no form is kept whole and tagged.
/// Start with [LineReader].
@NullMarked
package io.mallwatch.logs.lines;

import org.jspecify.annotations.NullMarked;
