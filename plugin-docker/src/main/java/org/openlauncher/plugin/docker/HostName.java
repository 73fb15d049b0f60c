package org.openlauncher.plugin.docker;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;

/** How this machine is called and reached. Asks no name service. */
final class HostName {
  private static final Path FILE = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  static String read() {
    try {
      return Files.readString(FILE).strip();
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN, "the machine's name can't be read from " + FILE, failure);
    }
  }

  /** The addresses at which others reach this machine. */
  static List<String> addresses() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .filter(Inet4Address.class::isInstance)
        .map(InetAddress::getHostAddress)
        .sorted()
        .distinct()
        .toList();
  }
}
