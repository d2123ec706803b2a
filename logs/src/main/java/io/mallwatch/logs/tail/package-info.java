/// Reads log files as they grow, instead of a shipper beside the mall. A file is known by its
/// device and inode and by what it begins with, so that rotation by renaming, by copying and
/// truncating, and by compressing neither loses nor doubles a line; how far each was read is kept
/// in a [TailRegistry] after the store acknowledged. Start with [Tailer].
@NullMarked
package io.mallwatch.logs.tail;

import org.jspecify.annotations.NullMarked;
