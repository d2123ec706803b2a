/// Reading and writing the protobuf wire format without generated classes; all signals share it.
@NullMarked
package io.mallwatch.model.wire;

import org.jspecify.annotations.NullMarked;
