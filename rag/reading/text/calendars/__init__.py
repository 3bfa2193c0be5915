"""Appointments and addresses as programs exchange them (iCalendar, vCard), written out for people."""
