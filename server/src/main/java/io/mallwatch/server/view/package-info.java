/// How the rooms look through the doors: each class fits one room to the small interface that a
/// door declares. No behaviour of its own.
@NullMarked
package io.mallwatch.server.view;

import org.jspecify.annotations.NullMarked;
