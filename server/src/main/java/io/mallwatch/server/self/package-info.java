/// What the server says about itself: the same numbers at its own door and in its own store.
@NullMarked
package io.mallwatch.server.self;

import org.jspecify.annotations.NullMarked;
