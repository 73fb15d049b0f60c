package org.openlauncher.plugin.nativeplugin.wire;

import java.io.IOException;

/** What a plugin sent is no frame: the conversation with it can't go on. */
public final class FrameException extends IOException {
  private static final long serialVersionUID = 1L;

  FrameException(String message) {
    super(message);
  }

  FrameException(String message, Throwable cause) {
    super(message, cause);
  }
}
