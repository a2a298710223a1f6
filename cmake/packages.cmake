# The files of `cmake --install` and of the packages. The binary finds its data relative to itself: any prefix works.
include(GNUInstallDirs)

install(TARGETS chatmock)
install(DIRECTORY fixtures contracts schemas DESTINATION ${CMAKE_INSTALL_DATADIR}/chatmock)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES packaging/completions/chatmock.bash
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME chatmock)
# zsh of a distribution and zsh of /usr/local read different folders.
set(CHATMOCK_ZSH_FOLDER zsh/site-functions CACHE STRING "Where zsh's completion is installed, below share/")
install(FILES packaging/completions/_chatmock DESTINATION ${CMAKE_INSTALL_DATADIR}/${CHATMOCK_ZSH_FOLDER})
install(FILES packaging/completions/chatmock.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES packaging/chatmock.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)

# The unit names the binary's path, which is known when it is installed.
install(CODE "configure_file(
  ${CMAKE_SOURCE_DIR}/packaging/chatmock.service.in ${CMAKE_BINARY_DIR}/chatmock.service @ONLY)")
install(FILES ${CMAKE_BINARY_DIR}/chatmock.service DESTINATION lib/systemd/system)

set(CPACK_PACKAGE_NAME chatmock)
set(CPACK_PACKAGE_CONTACT "chatmock maintainers <maintainers@chatmock.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "mock server of a chat service's Socket.IO endpoint")
set(CPACK_PACKAGE_DESCRIPTION "An app connects to chatmock over real Socket.IO. A test controls it over
HTTP: it sends events, injects faults and checks the journal.")
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR DEB)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/packaging/debian/postinst
  ${CMAKE_SOURCE_DIR}/packaging/debian/prerm ${CMAKE_SOURCE_DIR}/packaging/debian/postrm)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)

# One package for each Debian, as their libraries differ: 0.1.0-1+deb12 is older than 0.1.0-1+deb13.
cmake_host_system_information(RESULT debian QUERY DISTRIB_VERSION_ID)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1+deb${debian})
include(CPack)
