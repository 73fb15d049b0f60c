package org.openlauncher.wire;

import java.io.IOException;

/** What came is no frame: the conversation can't go on. */
public final class FrameException extends IOException {
  private static final long serialVersionUID = 1L;

  FrameException(String message) {
    super(message);
  }

  FrameException(String message, Throwable cause) {
    super(message, cause);
  }
}
