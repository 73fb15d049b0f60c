package org.openlauncher.plugin.local;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.plugin.NetworkInfo;

/** How this machine is called and reached. Asks no name service. */
final class NetworkAddresses {
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private NetworkAddresses() {}

  static String hostName() {
    try {
      return Files.readString(HOST_NAME).strip();
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN, "the machine's name can't be read from " + HOST_NAME, failure);
    }
  }

  static NetworkInfo of(String hostName) {
    try {
      List<String> addresses =
          NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
              .map(NetworkAddresses::text)
              .sorted()
              .distinct()
              .toList();
      return new NetworkInfo(hostName, addresses, List.of(), List.of());
    } catch (SocketException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN, "the machine's network addresses can't be read", failure);
    }
  }

  /** Without the name of the interface that IPv6 addresses come with. */
  private static String text(InetAddress address) {
    String text = address.getHostAddress().toLowerCase(Locale.ROOT);
    int zone = address instanceof Inet6Address ? text.indexOf('%') : -1;
    return zone < 0 ? text : text.substring(0, zone);
  }
}
