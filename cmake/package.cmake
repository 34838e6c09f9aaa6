# `cpack --config build/release/CPackConfig.cmake` makes a Debian package.

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME wain)
set(CPACK_PACKAGE_CONTACT "The Wain authors <wain@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "compiler and linter for the way an organisation does its work")
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_STRIP_FILES ON)
include(CPack)
