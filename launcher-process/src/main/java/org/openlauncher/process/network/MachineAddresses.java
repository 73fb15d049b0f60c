package org.openlauncher.process.network;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;

/** Names of machines, and the addresses at which others reach them. */
public final class MachineAddresses {
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private MachineAddresses() {}

  /** How this machine is called. Asks no name service. */
  public static String hostName() {
    try {
      return Files.readString(HOST_NAME).strip();
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN, "the machine's name can't be read from " + HOST_NAME, failure);
    }
  }

  /** The addresses of this machine, sorted. Asks no name service. */
  public static List<String> own() {
    try {
      return reachable(
          NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses));
    } catch (SocketException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN, "the machine's network addresses can't be read", failure);
    }
  }

  /**
   * The addresses of another machine, sorted. May block for as long as the name service takes.
   *
   * @param host a name or an address
   * @return empty where the name is not known here, or stands for the inside of a machine only
   */
  public static List<String> of(String host) {
    try {
      return reachable(Arrays.stream(InetAddress.getAllByName(host)));
    } catch (UnknownHostException notKnownHere) {
      return List.of();
    }
  }

  private static List<String> reachable(Stream<InetAddress> addresses) {
    return addresses
        .filter(
            address ->
                !address.isLoopbackAddress()
                    && !address.isLinkLocalAddress()
                    && !address.isAnyLocalAddress())
        .map(MachineAddresses::text)
        .sorted()
        .distinct()
        .toList();
  }

  /** Without the name of the interface that IPv6 addresses come with. */
  private static String text(InetAddress address) {
    String text = address.getHostAddress().toLowerCase(Locale.ROOT);
    int zone = address instanceof Inet6Address ? text.indexOf('%') : -1;
    return zone < 0 ? text : text.substring(0, zone);
  }
}
