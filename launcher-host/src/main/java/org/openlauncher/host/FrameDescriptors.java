package org.openlauncher.host;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;

/**
 * The pipes to a launcher in front, as the start script has put them away: at the usual places
 * anybody could print something, and root's spawner has one of them. Java opens no descriptor by
 * its number, and the pipe's file can be opened by its maker alone; the script allows the way taken
 * here.
 */
record FrameDescriptors(InputStream in, OutputStream out) {
  private static final int IN = 3;
  private static final int OUT = 4;

  static FrameDescriptors open() throws StartFailure {
    return new FrameDescriptors(
        new FileInputStream(descriptor(IN)), new FileOutputStream(descriptor(OUT)));
  }

  private static FileDescriptor descriptor(int number) throws StartFailure {
    try {
      Constructor<FileDescriptor> byNumber = FileDescriptor.class.getDeclaredConstructor(int.class);
      byNumber.setAccessible(true);
      return byNumber.newInstance(number);
    } catch (ReflectiveOperationException | InaccessibleObjectException refused) {
      throw new StartFailure(
          StartFailure.UNAVAILABLE,
          "descriptor " + number + " can't be used; start the plugin by its script: " + refused);
    }
  }
}
