@NullMarked
package io.mallwatch.server.commands;

import org.jspecify.annotations.NullMarked;
