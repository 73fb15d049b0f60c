package org.openlauncher.host;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;

/**
 * The pipes to a launcher in front, as the start script has put them away: at the usual places
 * anybody could print something, and root's spawner has one of them. Java opens no descriptor by
 * its number, and the pipe's file can be opened by its maker alone; the script allows the way taken
 * here.
 */
final class FrameDescriptors {
  private static final int IN = 3;
  private static final int OUT = 4;

  private FrameDescriptors() {}

  static InputStream in() {
    return new FileInputStream(descriptor(IN));
  }

  static OutputStream out() {
    return new FileOutputStream(descriptor(OUT));
  }

  private static FileDescriptor descriptor(int number) {
    try {
      Constructor<FileDescriptor> byNumber = FileDescriptor.class.getDeclaredConstructor(int.class);
      byNumber.setAccessible(true);
      return byNumber.newInstance(number);
    } catch (ReflectiveOperationException | RuntimeException closed) {
      throw new IllegalStateException(
          "descriptor " + number + " can't be used; start the plugin by its script", closed);
    }
  }
}
